// Runs in every page that the benchmark opens, before the page's own scripts, and takes the times there: a driver outside of the browser
// would add the time of its own messages.
(() => {
  const meter = {
    /** What the machine's web worker was asked, and how long each answer took. */
    tasks: [],
    /** When each change that the benchmark waits for was seen, by its name, in ms since epoch. */
    seen: {},
    /** Milliseconds of each frame in which there was something to do. */
    frames: [],
  };
  globalThis.benchMeter = meter;

  globalThis.Worker = class extends Worker {
    #asked = new Map();

    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const asked = this.#asked.get(data?.id);
        if (asked === undefined) return;
        this.#asked.delete(data.id);
        meter.tasks.push({ name: asked.name, ms: performance.now() - asked.at });
      });
    }

    postMessage(message, ...rest) {
      if (message?.kind === "task") this.#asked.set(message.id, { name: message.name, at: performance.now() });
      super.postMessage(message, ...rest);
    }
  };

  const EVERY_CHANGE = { subtree: true, childList: true, attributes: true, characterData: true };

  /** Calls back when the page as it stands now has been painted: the task after a frame's callbacks comes after its painting. */
  const afterPaint = (then) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        then(performance.now());
      };
      port2.postMessage(null);
    });
  };

  const whenever = (isSo, then) => {
    const observer = new MutationObserver(() => {
      if (!isSo()) return;
      observer.disconnect();
      then();
    });
    observer.observe(document, EVERY_CHANGE);
  };

  /** Resolves with the moment at which the last change in these elements was painted: after it nothing changed for 150 ms. */
  const settled = (elements) =>
    new Promise((resolve) => {
      let painted;
      let changes = 0;
      let timer;
      const onChange = () => {
        changes += 1;
        const change = changes;
        clearTimeout(timer);
        afterPaint((at) => {
          painted = at;
          if (change !== changes) return;
          timer = setTimeout(() => {
            observer.disconnect();
            resolve(painted);
          }, 150);
        });
      };
      const observer = new MutationObserver(onChange);
      for (const element of elements) observer.observe(element, EVERY_CHANGE);
      meter.onChange = onChange;
    });

  /** Milliseconds from the next click until the canvas of the page that it opens has its nodes, painted where they stay. */
  meter.fromClickToCanvas = () =>
    new Promise((resolve) => {
      const onClick = ({ timeStamp }) => {
        const isThere = () => document.querySelector(".react-flow__node") !== null;
        whenever(isThere, async () => {
          const done = settled([document.querySelector(".react-flow__viewport")]);
          // That the nodes are there is the first change.
          meter.onChange();
          resolve((await done) - timeStamp);
        });
      };
      addEventListener("click", onClick, { capture: true, once: true });
    });

  /** Notes when the card of each of these nodes says that its step is completed. */
  meter.watchCards = (ids) => {
    const left = new Set(ids);
    whenever(
      () => {
        const now = Date.now();
        for (const id of left) {
          if (document.querySelector(`.react-flow__node[data-id="${id}"] > [data-tone="good"]`) === null) continue;
          left.delete(id);
          meter.seen[id] = now;
        }
        return left.size === 0;
      },
      () => {},
    );
  };

  /** Milliseconds from frame to frame, for so many of them, where nothing is to be done. */
  meter.framesAtRest = (count) =>
    new Promise((resolve) => {
      const times = [];
      const frame = () => {
        times.push(performance.now());
        if (times.length <= count) requestAnimationFrame(frame);
        else resolve(times.slice(1).map((time, index) => time - times[index]));
      };
      requestAnimationFrame(frame);
    });

  /**
   * Records, until `stop`, how long each frame takes in which the page had something to do: the pointer moved, or the page changed. The
   * frames between the drags would make those look rare that come late.
   */
  meter.recordFrames = () => {
    let isBusy = false;
    let last = performance.now();
    let id = 0;
    const busy = () => (isBusy = true);
    const observer = new MutationObserver(busy);
    observer.observe(document, EVERY_CHANGE);
    addEventListener("pointermove", busy, true);
    const frame = () => {
      const now = performance.now();
      if (isBusy) meter.frames.push(now - last);
      isBusy = false;
      last = now;
      id = requestAnimationFrame(frame);
    };
    id = requestAnimationFrame(frame);
    meter.stop = () => {
      cancelAnimationFrame(id);
      observer.disconnect();
      removeEventListener("pointermove", busy, true);
    };
  };

  /** Milliseconds from the next move of the pointer until the canvas and the scrubber show another moment, painted. */
  meter.fromMoveToMoment = () =>
    new Promise((resolve) => {
      const onMove = async ({ timeStamp }) => {
        const shown = [...document.querySelectorAll(".react-flow, [role=slider]")];
        resolve((await settled(shown)) - timeStamp);
      };
      addEventListener("pointermove", onMove, { capture: true, once: true });
    });
})();
