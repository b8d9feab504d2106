"""The claims of the three patents that define the families of package, one file a topic."""
