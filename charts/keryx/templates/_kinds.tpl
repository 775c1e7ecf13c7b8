{{/* Generated from the models by `python -m keryx.crds.generate`; do not edit. */}}
{{- define "keryx.tenantKinds" -}}
- tenantsettings
- sites
- trunks
- entries
- queues
- skills
- schedules
- flows
- prompts
- dispositionsets
- pausereasons
- identityproviders
- recordingpolicies
{{- end -}}
