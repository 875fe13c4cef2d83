import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler";
import { Job } from "kubernetes-models/batch/v1/Job";
import { NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import { Service } from "kubernetes-models/v1/Service";

type Model = new (manifest: never) => { validate(): void };

const MODELS: Readonly<Record<string, Model>> = {
  "apps/v1 Deployment": Deployment,
  "autoscaling/v2 HorizontalPodAutoscaler": HorizontalPodAutoscaler,
  "batch/v1 Job": Job,
  "networking.k8s.io/v1 NetworkPolicy": NetworkPolicy,
  "policy/v1 PodDisruptionBudget": PodDisruptionBudget,
  "v1 Service": Service,
};

/**
 * Throws where a manifest does not keep to the schema of its kind in Kubernetes' OpenAPI document. Kubernetes' schemas allow unknown fields, so a
 * misspelt optional field is not found here. PodMonitor is not a kind of Kubernetes and is passed over.
 */
export function checkManifest(manifest: { readonly apiVersion: string; readonly kind: string }): void {
  if (manifest.kind === "PodMonitor") return;
  const name = `${manifest.apiVersion} ${manifest.kind}`;
  const Model = MODELS[name];
  if (Model === undefined) throw new Error(`The chart makes a ${name}, for which no schema is known here.`);
  new Model(manifest as never).validate();
}
