"""The whole journey, with provenance and a run folder that survives being killed."""
