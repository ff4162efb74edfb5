// A library that looks like the driver's libcuda.so.1, with one device whose memory is the host's.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

namespace {
constexpr int INVALID_VALUE = 1;
constexpr int OUT_OF_MEMORY = 2;
constexpr uint64_t TOTAL = uint64_t{10} << 30;

int initResult = 0;
int devices = 1;
uint64_t used = 0;
void* current = nullptr;
int retained = 0;
std::map<uint64_t, uint64_t> sizes;

struct Event {
    std::chrono::steady_clock::time_point passed;
};
}  // namespace

extern "C" {

void fake_cuda(int result, int count) {
    initResult = result;
    devices = count;
}

// Contexts retained plus pieces of memory allocated: 0 when all was given back.
int fake_cuda_held() { return retained + static_cast<int>(sizes.size()); }

int cuInit(unsigned) { return initResult; }
int cuDriverGetVersion(int* version) { return *version = 13010, 0; }
int cuGetErrorName(int error, const char** name) {
    *name = error == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_OF_SOME_KIND";
    return error == 12345 ? INVALID_VALUE : 0;
}
int cuGetErrorString(int error, const char** text) {
    *text = error == OUT_OF_MEMORY ? "out of memory" : "some error";
    return 0;
}
int cuDeviceGetCount(int* count) { return *count = devices, 0; }
int cuDeviceGet(int* device, int ordinal) { return *device = ordinal + 70, 0; }
int cuDeviceGetName(char* name, int length, int device) {
    strncpy(name, device == 70 ? "Fake H100 MIG 1g.10gb" : "another", length);
    return 0;
}
int cuDeviceGetUuid_v2(unsigned char* uuid, int) {
    for (int i = 0; i < 16; ++i) uuid[i] = static_cast<unsigned char>(0xf0 + i);
    return 0;
}
int cuDeviceTotalMem_v2(size_t* bytes, int) { return *bytes = TOTAL, 0; }
int cuDeviceGetAttribute(int* value, int attribute, int) {
    *value = attribute == 75 ? 9 : attribute == 76 ? 0 : attribute == 16 ? 16 : attribute == 13 ? 1980000 : -1;
    return 0;
}
int cuDevicePrimaryCtxRetain(void** context, int device) {
    if (device != 70) return INVALID_VALUE;
    ++retained;
    return *context = &retained, 0;
}
int cuDevicePrimaryCtxRelease_v2(int) { return --retained, 0; }
int cuCtxGetCurrent(void** context) { return *context = current, 0; }
int cuCtxSetCurrent(void* context) { return current = context, 0; }
int cuMemGetInfo_v2(size_t* free, size_t* total) { return *free = TOTAL - used, *total = TOTAL, 0; }
int cuMemAlloc_v2(uint64_t* address, size_t bytes) {
    if (used + bytes > TOTAL) return OUT_OF_MEMORY;
    used += bytes;
    *address = reinterpret_cast<uint64_t>(malloc(bytes));
    sizes[*address] = bytes;
    return 0;
}
int cuMemFree_v2(uint64_t address) {
    auto found = sizes.find(address);
    if (found == sizes.end()) return INVALID_VALUE;
    used -= found->second;
    sizes.erase(found);
    free(reinterpret_cast<void*>(address));
    return 0;
}
int cuMemcpyHtoD_v2(uint64_t to, const void* from, size_t bytes) {
    return memcpy(reinterpret_cast<void*>(to), from, bytes), 0;
}
int cuMemcpyDtoH_v2(void* to, uint64_t from, size_t bytes) {
    return memcpy(to, reinterpret_cast<void*>(from), bytes), 0;
}
int cuMemsetD8_v2(uint64_t to, unsigned char value, size_t bytes) {
    return memset(reinterpret_cast<void*>(to), value, bytes), 0;
}
int cuStreamCreate(void** stream, unsigned flags) { return *stream = malloc(1), static_cast<int>(flags); }
int cuStreamSynchronize(void* stream) { return stream == nullptr ? INVALID_VALUE : 0; }
int cuStreamDestroy_v2(void* stream) { return free(stream), 0; }
int cuEventCreate(void** event, unsigned flags) { return *event = new Event(), static_cast<int>(flags); }
int cuEventRecord(void* event, void* stream) {
    static_cast<Event*>(event)->passed = std::chrono::steady_clock::now();
    return stream == nullptr ? INVALID_VALUE : 0;
}
int cuEventSynchronize(void*) { return 0; }
int cuEventElapsedTime(float* milliseconds, void* start, void* end) {
    auto between = static_cast<Event*>(end)->passed - static_cast<Event*>(start)->passed;
    *milliseconds = std::chrono::duration<float, std::milli>(between).count();
    return 0;
}
int cuEventDestroy_v2(void* event) { return delete static_cast<Event*>(event), 0; }
}
