package dev.diffract.builder.nvidia.nvml;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The functions of {@code libnvidia-ml.so.1} that are used, with their C names and types, as the public NVML reference gives them. Every
 * function returns an {@code nvmlReturn_t}. A function is looked up when it is first called, so that a driver that lacks one is no obstacle
 * to the others.
 */
interface NvmlApi extends Library {

    int nvmlInit_v2();

    int nvmlShutdown();

    String nvmlErrorString(int result);

    int nvmlDeviceGetCount_v2(IntByReference count);

    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    int nvmlDeviceGetName(Pointer device, byte[] name, int length);

    int nvmlDeviceGetUUID(Pointer device, byte[] uuid, int length);

    int nvmlDeviceGetPciInfo_v3(Pointer device, PciInfo pci);

    int nvmlDeviceGetMemoryInfo(Pointer device, Memory memory);

    int nvmlDeviceGetMigMode(Pointer device, IntByReference current, IntByReference pending);

    int nvmlDeviceGetGpuInstanceProfileInfo(Pointer device, int profile, GpuInstanceProfileInfo info);

    int nvmlDeviceGetGpuInstanceProfileInfoV(Pointer device, int profile, GpuInstanceProfileInfoV2 info);

    int nvmlDeviceGetGpuInstancePossiblePlacements_v2(
            Pointer device, int profileId, GpuInstancePlacement[] placements, IntByReference count);

    int nvmlDeviceGetGpuInstanceRemainingCapacity(Pointer device, int profileId, IntByReference count);

    int nvmlDeviceGetGpuInstances(Pointer device, int profileId, Pointer[] instances, IntByReference count);

    int nvmlGpuInstanceGetInfo(Pointer instance, GpuInstanceInfo info);

    int nvmlDeviceGetMaxMigDeviceCount(Pointer device, IntByReference count);

    int nvmlDeviceGetMigDeviceHandleByIndex(Pointer device, int index, PointerByReference migDevice);

    int nvmlDeviceGetGpuInstanceId(Pointer migDevice, IntByReference id);

    int nvmlDeviceGetAttributes_v2(Pointer migDevice, DeviceAttributes attributes);

    int nvmlDeviceGetComputeRunningProcesses_v3(Pointer device, IntByReference count, ProcessInfo[] processes);

    /** {@code nvmlPciInfo_t}, 68 bytes. */
    @FieldOrder({"busIdLegacy", "domain", "bus", "device", "pciDeviceId", "pciSubSystemId", "busId"})
    class PciInfo extends Structure {
        public byte[] busIdLegacy = new byte[16];
        public int domain;
        public int bus;
        public int device;
        public int pciDeviceId;
        public int pciSubSystemId;
        public byte[] busId = new byte[32];
    }

    /** {@code nvmlMemory_t}, 24 bytes; bytes. */
    @FieldOrder({"total", "free", "used"})
    class Memory extends Structure {
        public long total;
        public long free;
        public long used;
    }

    /** {@code nvmlGpuInstancePlacement_t}, 8 bytes; memory units. */
    @FieldOrder({"start", "size"})
    class GpuInstancePlacement extends Structure {
        public int start;
        public int size;
    }

    /** {@code nvmlGpuInstanceProfileInfo_t}, 48 bytes. */
    @FieldOrder({
        "id",
        "isP2pSupported",
        "sliceCount",
        "instanceCount",
        "multiprocessorCount",
        "copyEngineCount",
        "decoderCount",
        "encoderCount",
        "jpegCount",
        "ofaCount",
        "memorySizeMB"
    })
    class GpuInstanceProfileInfo extends Structure {
        public int id;
        public int isP2pSupported;
        public int sliceCount;
        public int instanceCount;
        public int multiprocessorCount;
        public int copyEngineCount;
        public int decoderCount;
        public int encoderCount;
        public int jpegCount;
        public int ofaCount;
        public long memorySizeMB;
    }

    /** {@code nvmlGpuInstanceProfileInfo_v2_t}, 152 bytes; the caller says so in {@code version}. */
    @FieldOrder({
        "version",
        "id",
        "isP2pSupported",
        "sliceCount",
        "instanceCount",
        "multiprocessorCount",
        "copyEngineCount",
        "decoderCount",
        "encoderCount",
        "jpegCount",
        "ofaCount",
        "memorySizeMB",
        "name"
    })
    class GpuInstanceProfileInfoV2 extends Structure {
        /** Size and version of the struct, as NVML wants it: {@code sizeof | 2 << 24}. */
        static final int VERSION = 152 | 2 << 24;

        public int version = VERSION;
        public int id;
        public int isP2pSupported;
        public int sliceCount;
        public int instanceCount;
        public int multiprocessorCount;
        public int copyEngineCount;
        public int decoderCount;
        public int encoderCount;
        public int jpegCount;
        public int ofaCount;
        public long memorySizeMB;
        public byte[] name = new byte[96];
    }

    /** {@code nvmlGpuInstanceInfo_t}, 24 bytes. */
    @FieldOrder({"device", "id", "profileId", "placement"})
    class GpuInstanceInfo extends Structure {
        public Pointer device;
        public int id;
        public int profileId;
        public GpuInstancePlacement placement;
    }

    /** {@code nvmlDeviceAttributes_t}, 40 bytes. */
    @FieldOrder({
        "multiprocessorCount",
        "sharedCopyEngineCount",
        "sharedDecoderCount",
        "sharedEncoderCount",
        "sharedJpegCount",
        "sharedOfaCount",
        "gpuInstanceSliceCount",
        "computeInstanceSliceCount",
        "memorySizeMB"
    })
    class DeviceAttributes extends Structure {
        public int multiprocessorCount;
        public int sharedCopyEngineCount;
        public int sharedDecoderCount;
        public int sharedEncoderCount;
        public int sharedJpegCount;
        public int sharedOfaCount;
        public int gpuInstanceSliceCount;
        public int computeInstanceSliceCount;
        public long memorySizeMB;
    }

    /** {@code nvmlProcessInfo_t}, 24 bytes; without MIG the ids are all ones. */
    @FieldOrder({"pid", "usedGpuMemory", "gpuInstanceId", "computeInstanceId"})
    class ProcessInfo extends Structure {
        public int pid;
        public long usedGpuMemory;
        public int gpuInstanceId;
        public int computeInstanceId;
    }
}
