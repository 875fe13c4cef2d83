import { spawn, type ChildProcess } from "node:child_process";

/**
 * Ends all child processes when this process ends, even by kill -9, so that no orphan stays behind.
 *
 * One small shell per process waits on a pipe that only this process writes to. The kernel closes the pipe when this
 * process dies, however it dies; the shell then ends every process that was put under its care, by the signal named
 * for it, and after a grace time by SIGKILL. The shell runs in a session of its own, so a Ctrl-C does not reach it.
 */
const SCRIPT = `
trap '' INT HUP TERM
children=""
while read -r operation pid signal; do
  case $operation in
    add) children="$children $pid:$signal" ;;
    drop)
      rest=""
      for child in $children; do [ "\${child%%:*}" = "$pid" ] || rest="$rest $child"; done
      children=$rest ;;
  esac
done
[ -n "$children" ] || exit 0
for child in $children; do kill -"\${child##*:}" "\${child%%:*}" 2>/dev/null; done
tries=0
while [ $tries -lt 50 ]; do
  left=""
  for child in $children; do kill -0 "\${child%%:*}" 2>/dev/null && left=yes; done
  [ -n "$left" ] || exit 0
  sleep 0.1
  tries=$((tries + 1))
done
for child in $children; do kill -KILL "\${child%%:*}" 2>/dev/null; done
`;

export type Watch = { release(): void };

let shell: ChildProcess | undefined;

/** Puts a child under the watchdog's care. `release` when the child has ended, so that its pid can be used by others. */
export function watch(pid: number, signal: NodeJS.Signals): Watch {
  tell(`add ${pid} ${signal.replace(/^SIG/, "")}`);
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      tell(`drop ${pid}`);
    },
  };
}

function tell(line: string): void {
  shell ??= startShell();
  shell.stdin?.write(`${line}\n`);
}

function startShell(): ChildProcess {
  const child = spawn("/bin/sh", ["-c", SCRIPT], { stdio: ["pipe", "ignore", "ignore"], detached: true, cwd: "/" });
  // A watchdog that dies early (someone killed it) must not take this process with it: the recorded pids remain.
  child.on("error", () => {});
  child.stdin?.on("error", () => {});
  child.on("exit", () => {
    if (shell === child) shell = undefined;
  });
  child.unref();
  // The pipe must not keep this process alive. Only its closing matters to the watchdog; nothing is written to it.
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
