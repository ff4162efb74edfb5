package dev.diffract.builder.nvidia.nvml;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import dev.diffract.builder.nvidia.nvml.NvmlApi.DeviceAttributes;
import dev.diffract.builder.nvidia.nvml.NvmlApi.GpuInstanceInfo;
import dev.diffract.builder.nvidia.nvml.NvmlApi.GpuInstancePlacement;
import dev.diffract.builder.nvidia.nvml.NvmlApi.GpuInstanceProfileInfo;
import dev.diffract.builder.nvidia.nvml.NvmlApi.GpuInstanceProfileInfoV2;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what MIG makes of one GPU. */
final class MigReader {

    /** Values of NVML's enumeration of profiles end before this one. They are no ids: those are in what NVML answers. */
    private static final int PROFILE_COUNT = 0x12;

    private static final int TEXT_LENGTH = 96;
    private static final Pattern DEVICE_NAME = Pattern.compile(".*\\bMIG (\\S+)");

    private final NvmlApi api;
    private final NvmlCalls calls;
    private final int index;
    private final Pointer device;

    MigReader(NvmlApi api, NvmlCalls calls, int index, Pointer device) {
        this.api = api;
        this.calls = calls;
        this.index = index;
        this.device = device;
    }

    List<InstanceProfile> profiles() {
        List<InstanceProfile> profiles = new ArrayList<>();
        for (int number = 0; number < PROFILE_COUNT; number++) {
            profile(number).ifPresent(profiles::add);
        }
        return profiles;
    }

    private Optional<InstanceProfile> profile(int number) {
        GpuInstanceProfileInfoV2 info = new GpuInstanceProfileInfoV2();
        int result = NvmlCalls.optional(() -> api.nvmlDeviceGetGpuInstanceProfileInfoV(device, number, info));
        if (result == NvmlResult.FUNCTION_NOT_FOUND || result == NvmlResult.ARGUMENT_VERSION_MISMATCH) {
            return profileOfOldDriver(number);
        }
        return offered(result)
                ? Optional.of(profile(
                        Optional.of(plain(Native.toString(info.name, StandardCharsets.UTF_8.name()))),
                        info.id,
                        info.multiprocessorCount,
                        info.memorySizeMB,
                        info.instanceCount))
                : Optional.empty();
    }

    private Optional<InstanceProfile> profileOfOldDriver(int number) {
        GpuInstanceProfileInfo info = new GpuInstanceProfileInfo();
        return offered(api.nvmlDeviceGetGpuInstanceProfileInfo(device, number, info))
                ? Optional.of(profile(
                        Optional.empty(), info.id, info.multiprocessorCount, info.memorySizeMB, info.instanceCount))
                : Optional.empty();
    }

    private boolean offered(int result) {
        if (result == NvmlResult.NOT_SUPPORTED || result == NvmlResult.INVALID_ARGUMENT) {
            return false;
        }
        calls.check(result, "nvmlDeviceGetGpuInstanceProfileInfo", "the MIG profiles of GPU " + index);
        return true;
    }

    private InstanceProfile profile(Optional<String> name, int id, int sms, long mib, int max) {
        IntByReference free = new IntByReference();
        int freeResult = api.nvmlDeviceGetGpuInstanceRemainingCapacity(device, id, free);
        return new InstanceProfile(
                name,
                id,
                sms,
                (int) mib,
                max,
                freeResult == NvmlResult.SUCCESS ? OptionalInt.of(free.getValue()) : OptionalInt.empty(),
                places(id));
    }

    /** Only the root user may ask; others still see the profiles. */
    private Places places(int id) {
        IntByReference count = new IntByReference();
        int counted =
                NvmlCalls.optional(() -> api.nvmlDeviceGetGpuInstancePossiblePlacements_v2(device, id, null, count));
        if (counted != NvmlResult.SUCCESS || count.getValue() == 0) {
            return Places.UNKNOWN;
        }
        GpuInstancePlacement[] placements =
                (GpuInstancePlacement[]) new GpuInstancePlacement().toArray(count.getValue());
        calls.check(
                api.nvmlDeviceGetGpuInstancePossiblePlacements_v2(device, id, placements, count),
                "nvmlDeviceGetGpuInstancePossiblePlacements",
                "the MIG placements of GPU " + index);
        return new Places(
                Arrays.stream(placements)
                        .limit(count.getValue())
                        .map(placement -> placement.start)
                        .sorted()
                        .toList(),
                placements[0].size);
    }

    List<GpuInstance> instances(List<InstanceProfile> profiles) {
        List<GpuInstance> instances = new ArrayList<>();
        for (InstanceProfile profile : profiles) {
            Pointer[] handles = new Pointer[profile.max()];
            IntByReference count = new IntByReference(handles.length);
            calls.check(
                    api.nvmlDeviceGetGpuInstances(device, profile.id(), handles, count),
                    "nvmlDeviceGetGpuInstances",
                    "the GPU instances of GPU " + index);
            for (int i = 0; i < count.getValue(); i++) {
                GpuInstanceInfo info = new GpuInstanceInfo();
                calls.check(
                        api.nvmlGpuInstanceGetInfo(handles[i], info),
                        "nvmlGpuInstanceGetInfo",
                        "the GPU instances of GPU " + index);
                instances.add(new GpuInstance(info.id, info.profileId, info.placement.start, info.placement.size));
            }
        }
        instances.sort(Comparator.comparingInt(GpuInstance::start));
        return instances;
    }

    /** Indices may have holes, so all of them are asked for. */
    List<MigDevice> devices() {
        IntByReference most = new IntByReference();
        calls.check(
                api.nvmlDeviceGetMaxMigDeviceCount(device, most),
                "nvmlDeviceGetMaxMigDeviceCount",
                "the MIG devices of GPU " + index);
        List<MigDevice> devices = new ArrayList<>();
        for (int number = 0; number < most.getValue(); number++) {
            PointerByReference handle = new PointerByReference();
            int result = api.nvmlDeviceGetMigDeviceHandleByIndex(device, number, handle);
            if (result != NvmlResult.NOT_FOUND) {
                calls.check(result, "nvmlDeviceGetMigDeviceHandleByIndex", "MIG device " + number + " of GPU " + index);
                devices.add(device(number, handle.getValue()));
            }
        }
        return devices;
    }

    private MigDevice device(int number, Pointer handle) {
        String what = "MIG device " + number + " of GPU " + index;
        IntByReference instance = new IntByReference();
        calls.check(api.nvmlDeviceGetGpuInstanceId(handle, instance), "nvmlDeviceGetGpuInstanceId", what);
        byte[] uuid = new byte[TEXT_LENGTH];
        calls.check(api.nvmlDeviceGetUUID(handle, uuid, uuid.length), "nvmlDeviceGetUUID", what);
        return new MigDevice(
                number,
                Native.toString(uuid, StandardCharsets.UTF_8.name()),
                name(handle, what),
                OptionalInt.of(instance.getValue()));
    }

    private String name(Pointer handle, String what) {
        byte[] name = new byte[TEXT_LENGTH];
        calls.check(api.nvmlDeviceGetName(handle, name, name.length), "nvmlDeviceGetName", what);
        Matcher matcher = DEVICE_NAME.matcher(Native.toString(name, StandardCharsets.UTF_8.name()));
        return matcher.matches() ? matcher.group(1) : unnamed(handle, what);
    }

    /** For drivers that give a MIG device its card's name: only whether it has all SMs of its instance is told apart. */
    private String unnamed(Pointer handle, String what) {
        DeviceAttributes attributes = new DeviceAttributes();
        calls.check(api.nvmlDeviceGetAttributes_v2(handle, attributes), "nvmlDeviceGetAttributes", what);
        String instance = attributes.gpuInstanceSliceCount + "g";
        return attributes.computeInstanceSliceCount < attributes.gpuInstanceSliceCount
                ? attributes.computeInstanceSliceCount + "c." + instance
                : instance;
    }

    private static String plain(String name) {
        return name.startsWith("MIG ") ? name.substring("MIG ".length()) : name;
    }
}
