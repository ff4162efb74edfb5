/*
 * Stands in for NVIDIA's CUDA runtime on a machine without a GPU, with exactly the functions the server's core imports.
 * It claims one device with compute capability 9.0 and hands out ordinary memory for the device's, so that
 * repositories which ask for KIND_GPU can be judged. Nothing is computed with it.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUCCESS = 0, OUT_OF_MEMORY = 2, INVALID_DEVICE = 101 };

static const size_t MEMORY = (size_t)80 << 30;

/* cudaDeviceProp of CUDA 12: the name leads, the other fields are found by their offsets. */
enum { PROPERTIES_SIZE = 1032, TOTAL_MEMORY_AT = 288, MAJOR_AT = 360, MINOR_AT = 364 };

static int allocate(void **memory, size_t size) {
  *memory = malloc(size == 0 ? 1 : size);
  return *memory == NULL ? OUT_OF_MEMORY : SUCCESS;
}

static int release(void *memory) {
  free(memory);
  return SUCCESS;
}

int cudaGetDeviceCount(int *count) {
  *count = 1;
  return SUCCESS;
}

int cudaGetDevice(int *device) {
  *device = 0;
  return SUCCESS;
}

int cudaSetDevice(int device) {
  return device == 0 ? SUCCESS : INVALID_DEVICE;
}

int cudaGetDeviceProperties_v2(void *properties, int device) {
  if (device != 0) {
    return INVALID_DEVICE;
  }
  int major = 9;
  memset(properties, 0, PROPERTIES_SIZE);
  strcpy(properties, "claimed by a stand-in");
  memcpy((char *)properties + TOTAL_MEMORY_AT, &MEMORY, sizeof MEMORY);
  memcpy((char *)properties + MAJOR_AT, &major, sizeof major);
  return SUCCESS;
}

int cudaDeviceGetPCIBusId(char *id, int length, int device) {
  snprintf(id, (size_t)length, "0000:00:%02x.0", device);
  return SUCCESS;
}

int cudaMemGetInfo(size_t *available, size_t *total) {
  *available = *total = MEMORY;
  return SUCCESS;
}

int cudaDeviceCanAccessPeer(int *can, int device, int peer) {
  (void)device;
  (void)peer;
  *can = 0;
  return SUCCESS;
}

int cudaDeviceEnablePeerAccess(int peer, unsigned flags) {
  (void)peer;
  (void)flags;
  return INVALID_DEVICE;
}

int cudaDeviceGetStreamPriorityRange(int *least, int *greatest) {
  *least = *greatest = 0;
  return SUCCESS;
}

const char *cudaGetErrorString(int error) {
  return error == SUCCESS ? "no error" : "refused by the stand-in for CUDA";
}

int cudaMalloc(void **memory, size_t size) {
  return allocate(memory, size);
}

int cudaMallocManaged(void **memory, size_t size, unsigned flags) {
  (void)flags;
  return allocate(memory, size);
}

int cudaHostAlloc(void **memory, size_t size, unsigned flags) {
  (void)flags;
  return allocate(memory, size);
}

int cudaFree(void *memory) {
  return release(memory);
}

int cudaFreeHost(void *memory) {
  return release(memory);
}

int cudaMemcpy(void *to, const void *from, size_t size, int kind) {
  (void)kind;
  memmove(to, from, size);
  return SUCCESS;
}

int cudaMemcpyAsync(void *to, const void *from, size_t size, int kind, void *stream) {
  (void)stream;
  return cudaMemcpy(to, from, size, kind);
}

int cudaMemset(void *memory, int value, size_t size) {
  memset(memory, value, size);
  return SUCCESS;
}

int cudaMemPrefetchAsync(const void *memory, size_t size, int device, void *stream) {
  (void)memory;
  (void)size;
  (void)device;
  (void)stream;
  return SUCCESS;
}

int cudaLaunchHostFunc(void *stream, void (*function)(void *), void *argument) {
  (void)stream;
  function(argument);
  return SUCCESS;
}

int cudaStreamCreate(void **stream) {
  return allocate(stream, 1);
}

int cudaStreamDestroy(void *stream) {
  return release(stream);
}

int cudaStreamGetFlags(void *stream, unsigned *flags) {
  (void)stream;
  *flags = 0;
  return SUCCESS;
}

int cudaStreamSynchronize(void *stream) {
  (void)stream;
  return SUCCESS;
}
