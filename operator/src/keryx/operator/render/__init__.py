"""Pure renderers: what was declared and decided in, Kubernetes objects out."""
