"""One machine: the operator without Kubernetes. The same manifests, compiler and programs, as supervised processes."""
