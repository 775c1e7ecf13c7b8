{{/* An image's full name: by digest if there is one, else by tag. `include "keryx.image" (list . "keryx")` */}}
{{- define "keryx.image" -}}
{{- $top := index . 0 -}}
{{- $image := index $top.Values.images (index . 1) -}}
{{- $name := $image.repository -}}
{{- if $top.Values.images.registry -}}{{- $name = printf "%s/%s" (trimSuffix "/" $top.Values.images.registry) $name -}}{{- end -}}
{{- if $image.digest -}}{{ $name }}@{{ $image.digest }}{{- else -}}{{ $name }}:{{ $image.tag | default $top.Chart.AppVersion }}{{- end -}}
{{- end -}}

{{/* What selects a part's pods. `include "keryx.selector" (list . "operator")` */}}
{{- define "keryx.selector" -}}
app.kubernetes.io/name: keryx
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "keryx.labels" -}}
{{ include "keryx.selector" . }}
app.kubernetes.io/part-of: keryx
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ (index . 0).Chart.Name }}-{{ (index . 0).Chart.Version }}
{{- end -}}

{{/* What every pod of ours asks for: no root, no right to become it, the runtime's seccomp filter. */}}
{{- define "keryx.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "keryx.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "keryx.consoleHost" -}}console.{{ .Values.domain }}{{- end -}}

{{- define "keryx.databaseHost" -}}
{{- if eq .Values.database.mode "bundled" -}}keryx-postgres.{{ .Release.Namespace }}.svc{{- else -}}{{ required "database.external.host is needed when database.mode is external" .Values.database.external.host }}{{- end -}}
{{- end -}}

{{- define "keryx.databaseSecret" -}}
{{- if eq .Values.database.mode "bundled" -}}keryx-postgres{{- else -}}{{ required "database.external.secretName is needed when database.mode is external" .Values.database.external.secretName }}{{- end -}}
{{- end -}}
