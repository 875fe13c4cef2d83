import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { ROOT } from "../../tools/tree/project-files.ts";
import { findBuiltTool } from "@tempograph/testing";
import { checkManifest } from "./check-manifest.ts";

const CHART = join(ROOT, "deploy/helm/tempograph");
const ALL_PARTS = ["-f", join(CHART, "ci-values.yaml")];
const REQUIRED =
  "temporal.address=temporal:7233,database.existingSecret=db,token.existingSecret=token,keys.existingSecret=keys";
const helm = findBuiltTool("helm");

interface Container {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports?: readonly { readonly name: string }[];
  readonly securityContext: object;
  readonly resources: { readonly limits: object };
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
}

interface Pod {
  readonly securityContext: object;
  readonly automountServiceAccountToken: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas?: number;
    readonly template?: { readonly metadata: { readonly labels: object }; readonly spec: Pod };
    readonly selector?: { readonly matchLabels: object };
  };
}

function run(...args: string[]): string {
  return execFileSync(helm!, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function render(...args: string[]): readonly Manifest[] {
  const text = run("template", "tempograph", CHART, "--kube-version", "1.34.0", ...args);
  return parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    const manifest = document.toJS() as Manifest | null;
    return manifest === null ? [] : [manifest];
  });
}

const kindsOf = (manifests: readonly Manifest[]) =>
  manifests.map(({ kind, metadata }) => `${kind} ${metadata.name.replace("tempograph-", "")}`).sort();

describe.skipIf(helm === undefined)(
  helm === undefined ? "the Helm chart (skipped: no Helm is here, see find-helm.ts)" : "the Helm chart",
  () => {
    test("is accepted by Helm's linter", () => {
      expect(run("lint", "--strict", CHART, ...ALL_PARTS)).toContain("0 chart(s) failed");
    });

    test("needs an address and secrets, and says which", () => {
      expect(() => render()).toThrow(/temporal.*address|\/database\/existingSecret/);
    });

    test("has two APIs, three workers, a migration before them, budgets and policies; the rest if asked for", () => {
      const small = render("--set", REQUIRED);
      expect(kindsOf(small)).toEqual([
        ...["Deployment api", "Deployment worker", "Job migrate", "NetworkPolicy api", "NetworkPolicy worker"],
        ...["PodDisruptionBudget api", "PodDisruptionBudget worker", "Service api"],
      ]);
      const replicas = small.flatMap(({ spec }) => (spec.replicas === undefined ? [] : [spec.replicas]));
      expect(replicas).toEqual([2, 3]);
      const added = kindsOf(render(...ALL_PARTS)).filter((kind) => !kindsOf(small).includes(kind));
      expect(added).toEqual(["HorizontalPodAutoscaler api", "HorizontalPodAutoscaler worker", "PodMonitor tempograph"]);
      const job = small.find(({ kind }) => kind === "Job")!;
      expect(job.metadata.annotations!["helm.sh/hook"]).toBe("pre-install,pre-upgrade");
    });

    test("makes manifests that keep to Kubernetes' schemas", () => {
      for (const manifest of [...render("--set", REQUIRED), ...render(...ALL_PARTS)]) checkManifest(manifest);
      const [deployment] = render("--set", REQUIRED).filter(({ kind }) => kind === "Deployment");
      expect(() => checkManifest({ ...deployment!, spec: { replicas: "two" } } as never)).toThrow(/replicas/);
    });

    test.each(["small", "all parts"])(
      "%s: no container is root, writes into its image, or has rights of its own",
      (which) => {
        const manifests = which === "small" ? render("--set", REQUIRED) : render(...ALL_PARTS);
        const pods = manifests.flatMap(({ spec }) => (spec.template === undefined ? [] : [spec.template.spec]));
        expect(pods).toHaveLength(3);
        for (const pod of pods) {
          expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
          expect(pod.automountServiceAccountToken).toBe(false);
          const volumes = (pod.volumes ?? []).map(({ name }) => name);
          for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
            expect(container.securityContext).toEqual({
              ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
              capabilities: { drop: ["ALL"] },
            });
            expect(container.resources.limits).toHaveProperty("memory");
            for (const { name } of container.volumeMounts ?? []) expect(volumes).toContain(name);
            // A secret comes from a secret that exists.
            for (const { name, value } of container.env ?? [])
              if (/URL$|TOKEN$|API_KEY/.test(name) && name !== "TEMPOGRAPH_PUBLIC_URL")
                expect(value, name).toBeUndefined();
          }
        }
      },
    );

    test("a pod is killed later than its program gives up, and is ready when it can work", () => {
      for (const { kind, spec } of render("--set", `${REQUIRED},shutdownSeconds=20`)) {
        if (kind !== "Deployment") continue;
        const pod = spec.template!.spec;
        const [container] = pod.containers;
        const seconds = container!.env!.find(({ name }) => name === "TEMPOGRAPH_SHUTDOWN_SECONDS")!.value;
        expect([seconds, pod.terminationGracePeriodSeconds]).toEqual(["20", 35]);
        expect(container!.readinessProbe!.httpGet.path).toBe(container!.name === "api" ? "/ready" : "/health");
        expect(spec.template!.metadata.labels).toMatchObject(spec.selector!.matchLabels);
      }
    });
  },
);
