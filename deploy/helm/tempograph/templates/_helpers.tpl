{{- define "tempograph.name" -}}
{{ printf "%s-%s" .root.Release.Name .part | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "tempograph.selector" -}}
app.kubernetes.io/name: tempograph
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "tempograph.labels" -}}
{{ include "tempograph.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "tempograph.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "tempograph.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "tempograph.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: ["ALL"] }
{{- end }}

{{- define "tempograph.databaseEnv" -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .root.Values.database.existingSecret }}, key: {{ .part }} } }
- name: TEMPOGRAPH_MIGRATION_DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .root.Values.database.existingSecret }}, key: owner } }
{{- end }}

{{/* What API and workers have in common. The programs refuse keys that others may read, and Kubernetes mounts secrets readable for the group: so they are copied. */}}
{{- define "tempograph.pod" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ add .root.Values.shutdownSeconds 15 }}
securityContext:
  {{- include "tempograph.podSecurity" . | nindent 2 }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "tempograph.selector" . | nindent 8 }}
volumes:
  - name: key-secret
    secret: { secretName: {{ .root.Values.keys.existingSecret }} }
  {{- if .root.Values.metrics.existingSecret }}
  - name: metrics-secret
    secret: { secretName: {{ .root.Values.metrics.existingSecret }} }
  {{- end }}
  - name: keys
    emptyDir: { medium: Memory, sizeLimit: 1Mi }
  - name: data
    emptyDir: { sizeLimit: 256Mi }
  - name: tmp
    emptyDir: { sizeLimit: 256Mi }
initContainers:
  - name: keys
    image: {{ include "tempograph.image" .root }}
    imagePullPolicy: {{ .root.Values.image.pullPolicy }}
    command: ["sh", "-c", "install -m 0600 /secret/*.json /keys/{{ if .root.Values.metrics.existingSecret }} && install -m 0600 /metrics-secret/token /keys/metrics-token{{ end }}"]
    securityContext:
      {{- include "tempograph.security" . | nindent 6 }}
    resources:
      requests: { cpu: 10m, memory: 16Mi }
      limits: { memory: 64Mi }
    volumeMounts:
      - { name: key-secret, mountPath: /secret, readOnly: true }
      {{- if .root.Values.metrics.existingSecret }}
      - { name: metrics-secret, mountPath: /metrics-secret, readOnly: true }
      {{- end }}
      - { name: keys, mountPath: /keys }
{{- end }}

{{- define "tempograph.env" -}}
{{ include "tempograph.databaseEnv" . }}
- { name: TEMPORAL_ADDRESS, value: {{ .root.Values.temporal.address | quote }} }
- { name: TEMPORAL_NAMESPACE, value: {{ .root.Values.temporal.namespace | quote }} }
- { name: TEMPOGRAPH_TASK_QUEUE, value: {{ .root.Values.taskQueue | quote }} }
- { name: TEMPOGRAPH_DATA_DIR, value: /var/lib/tempograph }
- { name: TEMPOGRAPH_MASTER_KEY_FILE, value: /keys/master-keys.json }
{{- if .root.Values.keys.encryptPayloads }}
- { name: TEMPOGRAPH_PAYLOAD_KEYS_FILE, value: /keys/payload-keys.json }
{{- end }}
- { name: TEMPOGRAPH_SHUTDOWN_SECONDS, value: {{ .root.Values.shutdownSeconds | quote }} }
{{- if .root.Values.metrics.existingSecret }}
- { name: TEMPOGRAPH_METRICS_PORT, value: {{ .root.Values.metrics.port | quote }} }
- { name: TEMPOGRAPH_METRICS_HOST, value: 0.0.0.0 }
- { name: TEMPOGRAPH_METRICS_TOKEN_FILE, value: /keys/metrics-token }
{{- end }}
{{- end }}

{{- define "tempograph.mounts" -}}
- { name: keys, mountPath: /keys, readOnly: true }
- { name: data, mountPath: /var/lib/tempograph }
- { name: tmp, mountPath: /tmp }
{{- end }}
