/*
 * Asks NVIDIA's own server core about a model repository: loads every model of it with strict configurations, and prints
 * the core's own index of models, with their states and reasons, as one line of JSON. What the core only logs is on the
 * other stream.
 *
 *   triton-judge BACKENDS REPOSITORY
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct TRITONSERVER_Error Error;
typedef struct TRITONSERVER_Message Message;
typedef struct TRITONSERVER_Server Server;
typedef struct TRITONSERVER_ServerOptions Options;

enum { CONTROL_NONE = 0 };

const char *TRITONSERVER_ErrorMessage(Error *error);
Error *TRITONSERVER_MessageSerializeToJson(Message *message, const char **base, size_t *size);
Error *TRITONSERVER_ServerOptionsNew(Options **options);
Error *TRITONSERVER_ServerOptionsDelete(Options *options);
Error *TRITONSERVER_ServerOptionsSetBackendDirectory(Options *options, const char *directory);
Error *TRITONSERVER_ServerOptionsSetExitOnError(Options *options, bool exit);
Error *TRITONSERVER_ServerOptionsSetGpuMetrics(Options *options, bool metrics);
Error *TRITONSERVER_ServerOptionsSetLogInfo(Options *options, bool log);
Error *TRITONSERVER_ServerOptionsSetMetrics(Options *options, bool metrics);
Error *TRITONSERVER_ServerOptionsSetModelControlMode(Options *options, int mode);
Error *TRITONSERVER_ServerOptionsSetModelLoadRetryCount(Options *options, unsigned count);
Error *TRITONSERVER_ServerOptionsSetModelRepositoryPath(Options *options, const char *path);
Error *TRITONSERVER_ServerOptionsSetStrictModelConfig(Options *options, bool strict);
Error *TRITONSERVER_ServerNew(Server **server, Options *options);
Error *TRITONSERVER_ServerModelIndex(Server *server, uint32_t flags, Message **index);

static void expect(Error *error, const char *what) {
  if (error != NULL) {
    fprintf(stderr, "triton-judge: %s: %s\n", what, TRITONSERVER_ErrorMessage(error));
    exit(2);
  }
}

static Server *load(const char *backends, const char *repository) {
  Options *options = NULL;
  Server *server = NULL;
  expect(TRITONSERVER_ServerOptionsNew(&options), "options");
  expect(TRITONSERVER_ServerOptionsSetBackendDirectory(options, backends), backends);
  expect(TRITONSERVER_ServerOptionsSetModelRepositoryPath(options, repository), repository);
  expect(TRITONSERVER_ServerOptionsSetModelControlMode(options, CONTROL_NONE), "model control mode");
  expect(TRITONSERVER_ServerOptionsSetModelLoadRetryCount(options, 0), "model load retry count");
  expect(TRITONSERVER_ServerOptionsSetStrictModelConfig(options, true), "strict model configuration");
  expect(TRITONSERVER_ServerOptionsSetExitOnError(options, false), "exit on error");
  expect(TRITONSERVER_ServerOptionsSetMetrics(options, false), "metrics");
  expect(TRITONSERVER_ServerOptionsSetGpuMetrics(options, false), "GPU metrics");
  expect(TRITONSERVER_ServerOptionsSetLogInfo(options, false), "log");
  expect(TRITONSERVER_ServerNew(&server, options), repository);
  TRITONSERVER_ServerOptionsDelete(options);
  return server;
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: triton-judge BACKENDS REPOSITORY\n");
    return 2;
  }
  Message *index = NULL;
  const char *json = NULL;
  size_t size = 0;
  expect(TRITONSERVER_ServerModelIndex(load(arguments[1], arguments[2]), 0, &index), "index");
  expect(TRITONSERVER_MessageSerializeToJson(index, &json, &size), "index");
  printf("%.*s\n", (int)size, json);
  fflush(stdout);
  /* Unloading in order would take a second and judge nothing. */
  _exit(0);
}
