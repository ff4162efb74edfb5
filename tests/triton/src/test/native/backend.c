/*
 * A backend that loads any model and answers every request with an empty response: enough for the server's core to judge
 * a configuration and to run a model's warm-up. It does not look at the model's file.
 */
#include <stddef.h>
#include <stdint.h>

typedef struct TRITONSERVER_Error Error;
typedef struct TRITONBACKEND_ModelInstance Instance;
typedef struct TRITONBACKEND_Request Request;
typedef struct TRITONBACKEND_Response Response;

enum { RELEASE_ALL = 1, COMPLETE_FINAL = 1 };

Error *TRITONBACKEND_ResponseNew(Response **response, Request *request);
Error *TRITONBACKEND_ResponseSend(Response *response, uint32_t flags, Error *error);
Error *TRITONBACKEND_RequestRelease(Request *request, uint32_t flags);

Error *TRITONBACKEND_ModelInstanceExecute(Instance *instance, Request **requests, uint32_t count) {
  (void)instance;
  for (uint32_t i = 0; i < count; i++) {
    Response *response = NULL;
    if (TRITONBACKEND_ResponseNew(&response, requests[i]) == NULL) {
      TRITONBACKEND_ResponseSend(response, COMPLETE_FINAL, NULL);
    }
    TRITONBACKEND_RequestRelease(requests[i], RELEASE_ALL);
  }
  return NULL;
}
