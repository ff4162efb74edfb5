/* A library that has a version and nothing else. */
int getInferLibVersion(void) { return VERSION; }
