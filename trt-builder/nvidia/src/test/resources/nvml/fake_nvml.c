/*
 * A library that answers as NVML does, for machines without one. Structs are written down from the public reference, so
 * that a compiler lays them out; the functions refuse what NVML refuses: calls before nvmlInit, wrong version words, enumeration
 * values where ids are wanted, buffers that are too small.
 *
 * GPU 0 is an H100 that is cut, GPU 1 an H100 that is not, GPU 2 an L4.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { OK, UNINITIALIZED, INVALID_ARGUMENT, NOT_SUPPORTED, NO_PERMISSION, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7,
       DRIVER_NOT_LOADED = 9, VERSION_MISMATCH = 18, ARGUMENT_VERSION_MISMATCH = 25, UNKNOWN = 999 };

typedef struct { char busIdLegacy[16]; unsigned domain, bus, device, pciDeviceId, pciSubSystemId; char busId[32]; } PciInfo;
typedef struct { unsigned long long total, free, used; } Memory;
typedef struct { unsigned start, size; } GpuInstancePlacement;
typedef struct {
    unsigned id, isP2pSupported, sliceCount, instanceCount, multiprocessorCount, copyEngineCount, decoderCount, encoderCount,
        jpegCount, ofaCount;
    unsigned long long memorySizeMB;
} GpuInstanceProfileInfo;
typedef struct {
    unsigned version, id, isP2pSupported, sliceCount, instanceCount, multiprocessorCount, copyEngineCount, decoderCount,
        encoderCount, jpegCount, ofaCount;
    unsigned long long memorySizeMB;
    char name[96];
} GpuInstanceProfileInfoV2;
typedef struct { void *device; unsigned id, profileId; GpuInstancePlacement placement; } GpuInstanceInfo;
typedef struct {
    unsigned multiprocessorCount, sharedCopyEngineCount, sharedDecoderCount, sharedEncoderCount, sharedJpegCount,
        sharedOfaCount, gpuInstanceSliceCount, computeInstanceSliceCount;
    unsigned long long memorySizeMB;
} DeviceAttributes;
typedef struct { unsigned pid; unsigned long long usedGpuMemory; unsigned gpuInstanceId, computeInstanceId; } ProcessInfo;

#define LAYOUT(s, f) if (!strcmp(type, #s) && !strcmp(field, #f)) return (int)offsetof(s, f)
#define SIZE(s) if (!strcmp(type, #s) && !*field) return (int)sizeof(s)

/* Offset of a field, or the struct's size if the field is empty; -1 if there is no such thing. */
int fake_layout(const char *type, const char *field) {
    SIZE(PciInfo); LAYOUT(PciInfo, busIdLegacy); LAYOUT(PciInfo, domain); LAYOUT(PciInfo, bus); LAYOUT(PciInfo, device);
    LAYOUT(PciInfo, pciDeviceId); LAYOUT(PciInfo, pciSubSystemId); LAYOUT(PciInfo, busId);
    SIZE(Memory); LAYOUT(Memory, total); LAYOUT(Memory, free); LAYOUT(Memory, used);
    SIZE(GpuInstancePlacement); LAYOUT(GpuInstancePlacement, start); LAYOUT(GpuInstancePlacement, size);
#define PROFILE(s) LAYOUT(s, id); LAYOUT(s, isP2pSupported); LAYOUT(s, sliceCount); LAYOUT(s, instanceCount); \
    LAYOUT(s, multiprocessorCount); LAYOUT(s, copyEngineCount); LAYOUT(s, decoderCount); LAYOUT(s, encoderCount); \
    LAYOUT(s, jpegCount); LAYOUT(s, ofaCount); LAYOUT(s, memorySizeMB)
    SIZE(GpuInstanceProfileInfo); PROFILE(GpuInstanceProfileInfo);
    SIZE(GpuInstanceProfileInfoV2); PROFILE(GpuInstanceProfileInfoV2);
    LAYOUT(GpuInstanceProfileInfoV2, version); LAYOUT(GpuInstanceProfileInfoV2, name);
    SIZE(GpuInstanceInfo); LAYOUT(GpuInstanceInfo, device); LAYOUT(GpuInstanceInfo, id);
    LAYOUT(GpuInstanceInfo, profileId); LAYOUT(GpuInstanceInfo, placement);
    SIZE(DeviceAttributes); LAYOUT(DeviceAttributes, multiprocessorCount); LAYOUT(DeviceAttributes, sharedCopyEngineCount);
    LAYOUT(DeviceAttributes, sharedDecoderCount); LAYOUT(DeviceAttributes, sharedEncoderCount);
    LAYOUT(DeviceAttributes, sharedJpegCount); LAYOUT(DeviceAttributes, sharedOfaCount);
    LAYOUT(DeviceAttributes, gpuInstanceSliceCount); LAYOUT(DeviceAttributes, computeInstanceSliceCount);
    LAYOUT(DeviceAttributes, memorySizeMB);
    SIZE(ProcessInfo); LAYOUT(ProcessInfo, pid); LAYOUT(ProcessInfo, usedGpuMemory); LAYOUT(ProcessInfo, gpuInstanceId);
    LAYOUT(ProcessInfo, computeInstanceId);
    return -1;
}

/* What is wrong with the machine; empty if nothing is. */
static char scenario[32];
static int started;

void fake_scenario(const char *name) { snprintf(scenario, sizeof scenario, "%s", name); }
int fake_started(void) { return started; }
static int is(const char *name) { return !strcmp(scenario, name); }

typedef struct { const char *name; unsigned id, slices, count, sms, mib, size, starts; } Profile;
/* By NVML's enumeration; starts as bits. */
static const Profile PROFILES[0x12] = {
    [0] = {"1g.10gb", 19, 1, 7, 16, 9984, 1, 0x7f}, [1] = {"2g.20gb", 14, 2, 3, 32, 20096, 2, 0x15},
    [2] = {"3g.40gb", 9, 3, 2, 60, 40448, 4, 0x11}, [3] = {"4g.40gb", 5, 4, 1, 64, 40448, 4, 0x01},
    [4] = {"7g.80gb", 0, 7, 1, 132, 81152, 8, 0x01}, [7] = {"1g.10gb+me", 20, 1, 1, 16, 9984, 1, 0x7f},
    [9] = {"1g.20gb", 15, 1, 4, 26, 20096, 2, 0x55},
};
typedef struct { unsigned gi, profile, start, size, slices, compute; const char *uuid; } Instance;
static const Instance INSTANCES[] = {
    {2, 9, 4, 4, 3, 3, "MIG-405bbda1-6b05-535f-9702-f95e8cd170ce"},
    {9, 19, 0, 1, 1, 1, "MIG-df7e5a27-eeea-51a0-9055-b36d5a552879"},
    {11, 19, 3, 1, 1, 1, "MIG-0c757cd7-e942-5726-a0b8-0e8fb7067135"},
};
#define INSTANCE_COUNT (sizeof INSTANCES / sizeof *INSTANCES)
static int GPUS[3];

static int gpu(void *device) { return device >= (void *)GPUS && device < (void *)(GPUS + 3) ? (int)((int *)device - GPUS) : -1; }
static const Instance *instance(void *handle) {
    return handle >= (void *)INSTANCES && handle < (void *)(INSTANCES + INSTANCE_COUNT) ? handle : NULL;
}
static const Profile *by_id(unsigned id) {
    for (int i = 0; i < 0x12; i++) if (PROFILES[i].name && PROFILES[i].id == id) return PROFILES + i;
    return NULL;
}
static int text(char *buffer, unsigned length, const char *value) {
    if (length <= strlen(value)) return INSUFFICIENT_SIZE;
    strcpy(buffer, value);
    return OK;
}
#define STARTED if (started < 1) return UNINITIALIZED
#define GPU STARTED; if (gpu(device) < 0) return INVALID_ARGUMENT
#define MIG_GPU GPU; if (gpu(device) == 2) return NOT_SUPPORTED

int nvmlInit_v2(void) {
    if (is("not loaded")) return DRIVER_NOT_LOADED;
    if (is("mismatch")) return VERSION_MISMATCH;
    if (is("no right")) return NO_PERMISSION;
    if (is("unknown")) return UNKNOWN;
    started++;
    return OK;
}
int nvmlShutdown(void) { STARTED; started--; return OK; }
const char *nvmlErrorString(int result) {
    return result == NO_PERMISSION ? "Insufficient Permissions" : result == UNINITIALIZED ? "Uninitialized" : "Unknown Error";
}
int nvmlDeviceGetCount_v2(unsigned *count) { STARTED; *count = is("lost") ? 4 : 3; return OK; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **device) {
    STARTED;
    if (index >= 3) return 15;
    *device = GPUS + index;
    return OK;
}
int nvmlDeviceGetName(void *device, char *name, unsigned length) {
    STARTED;
    const Instance *mig = instance(device);
    if (mig) {
        char full[96];
        if (is("unnamed")) return text(name, length, "NVIDIA H100 80GB HBM3");
        snprintf(full, sizeof full, "NVIDIA H100 80GB HBM3 MIG %s%s", is("part") && mig->gi == 2 ? "1c." : "",
                 by_id(mig->profile)->name);
        return text(name, length, full);
    }
    GPU;
    return text(name, length, gpu(device) == 2 ? "NVIDIA L4" : "NVIDIA H100 80GB HBM3");
}
int nvmlDeviceGetUUID(void *device, char *uuid, unsigned length) {
    STARTED;
    if (instance(device)) return text(uuid, length, instance(device)->uuid);
    GPU;
    static const char *const UUIDS[] = {"GPU-c08d91cb-e324-655c-71ba-7570956445bc",
        "GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77", "GPU-22a8d2a0-3a5c-4e0c-8f5a-1f2e3d4c5b6a"};
    return text(uuid, length, UUIDS[gpu(device)]);
}
int nvmlDeviceGetPciInfo_v3(void *device, PciInfo *pci) {
    GPU;
    memset(pci, 0, sizeof *pci);
    pci->pciDeviceId = gpu(device) == 2 ? 0x27B810DE : 0x233010DE;
    strcpy(pci->busId, "00000000:1B:00.0");
    return OK;
}
int nvmlDeviceGetMemoryInfo(void *device, Memory *memory) {
    GPU;
    if (is("container")) return NO_PERMISSION;
    memory->total = (gpu(device) == 2 ? 23034ULL : 81559ULL) << 20;
    memory->used = 1ULL << 30;
    memory->free = memory->total - memory->used;
    return OK;
}
int nvmlDeviceGetMigMode(void *device, unsigned *current, unsigned *pending) {
    MIG_GPU;
    *current = gpu(device) == 0;
    *pending = gpu(device) == 0 || is("pending");
    return OK;
}
int nvmlDeviceGetGpuInstanceProfileInfo(void *device, unsigned profile, GpuInstanceProfileInfo *info) {
    MIG_GPU;
    if (profile >= 0x12) return INVALID_ARGUMENT;
    const Profile *p = PROFILES + profile;
    if (!p->name) return NOT_SUPPORTED;
    *info = (GpuInstanceProfileInfo){.id = p->id, .sliceCount = p->slices, .instanceCount = p->count,
        .multiprocessorCount = p->sms, .memorySizeMB = p->mib};
    return OK;
}
#ifndef OLD_DRIVER
int nvmlDeviceGetGpuInstanceProfileInfoV(void *device, unsigned profile, GpuInstanceProfileInfoV2 *info) {
    MIG_GPU;
    if (info->version != (sizeof *info | 2u << 24)) return ARGUMENT_VERSION_MISMATCH;
    if (profile >= 0x12) return INVALID_ARGUMENT;
    const Profile *p = PROFILES + profile;
    if (!p->name) return NOT_SUPPORTED;
    unsigned version = info->version;
    *info = (GpuInstanceProfileInfoV2){.version = version, .id = p->id, .sliceCount = p->slices,
        .instanceCount = p->count, .multiprocessorCount = p->sms, .memorySizeMB = p->mib};
    snprintf(info->name, sizeof info->name, "MIG %s", p->name);
    return OK;
}
#endif
int nvmlDeviceGetGpuInstancePossiblePlacements_v2(void *device, unsigned id, GpuInstancePlacement *placements, unsigned *count) {
    MIG_GPU;
    if (is("user")) return NO_PERMISSION;
    const Profile *p = by_id(id);
    if (!p) return INVALID_ARGUMENT;
    unsigned n = 0;
    for (unsigned start = 0; start < 8; start++)
        if (p->starts >> start & 1) {
            if (placements && n >= *count) return INSUFFICIENT_SIZE;
            if (placements) placements[n] = (GpuInstancePlacement){start, p->size};
            n++;
        }
    *count = n;
    return OK;
}
int nvmlDeviceGetGpuInstanceRemainingCapacity(void *device, unsigned id, unsigned *count) {
    MIG_GPU;
    if (is("user")) return NO_PERMISSION;
    if (!by_id(id)) return INVALID_ARGUMENT;
    *count = gpu(device) == 0 ? (id == 19 ? 2 : id == 14 || id == 15 ? 0 : 0) : by_id(id)->count;
    return OK;
}
int nvmlDeviceGetGpuInstances(void *device, unsigned id, void **instances, unsigned *count) {
    MIG_GPU;
    if (is("user")) return NO_PERMISSION;
    if (!by_id(id) || *count < by_id(id)->count) return INVALID_ARGUMENT;
    unsigned n = 0;
    for (unsigned i = 0; i < INSTANCE_COUNT && gpu(device) == 0; i++)
        if (INSTANCES[i].profile == id) instances[n++] = (void *)(INSTANCES + i);
    *count = n;
    return OK;
}
int nvmlGpuInstanceGetInfo(void *handle, GpuInstanceInfo *info) {
    STARTED;
    const Instance *gi = instance(handle);
    if (!gi) return INVALID_ARGUMENT;
    *info = (GpuInstanceInfo){GPUS, gi->gi, gi->profile, {gi->start, gi->size}};
    return OK;
}
int nvmlDeviceGetMaxMigDeviceCount(void *device, unsigned *count) { MIG_GPU; *count = gpu(device) == 0 ? 7 : 0; return OK; }
/* Index 1 is a hole. */
int nvmlDeviceGetMigDeviceHandleByIndex(void *device, unsigned index, void **mig) {
    MIG_GPU;
    unsigned at = index > 1 ? index - 1 : index;
    if (index == 1 || at >= INSTANCE_COUNT) return NOT_FOUND;
    *mig = (void *)(INSTANCES + at);
    return OK;
}
int nvmlDeviceGetGpuInstanceId(void *mig, unsigned *id) {
    STARTED;
    if (!instance(mig)) return INVALID_ARGUMENT;
    *id = instance(mig)->gi;
    return OK;
}
int nvmlDeviceGetAttributes_v2(void *mig, DeviceAttributes *attributes) {
    STARTED;
    const Instance *i = instance(mig);
    if (!i) return INVALID_ARGUMENT;
    *attributes = (DeviceAttributes){.multiprocessorCount = by_id(i->profile)->sms, .gpuInstanceSliceCount = i->slices,
        .computeInstanceSliceCount = i->compute, .memorySizeMB = by_id(i->profile)->mib};
    return OK;
}
int nvmlDeviceGetComputeRunningProcesses_v3(void *device, unsigned *count, ProcessInfo *infos) {
    GPU;
    unsigned there = gpu(device) == 0 ? (is("busy") ? 100 : 2) : gpu(device) == 2;
    if (*count < there) {
        *count = there;
        return INSUFFICIENT_SIZE;
    }
    for (unsigned i = 0; i < there; i++)
        infos[i] = (ProcessInfo){4000 + i, 1ULL << 30, gpu(device) == 0 ? (i ? 9 : 2) : ~0u, gpu(device) == 0 ? 0 : ~0u};
    *count = there;
    return OK;
}
