package dev.diffract.builder.nvidia.cuda;

/** What the results of {@code cuInit} mean to the person at the machine. */
final class StartFailures {

    private static final int STUB_LIBRARY = 34;
    private static final int NO_DEVICE = 100;
    private static final int SYSTEM_NOT_READY = 802;
    private static final int DRIVER_MISMATCH = 803;
    private static final int COMPAT_NOT_SUPPORTED = 804;

    private StartFailures() {}

    static CudaException of(int result, String driversWords) {
        return switch (result) {
            case NO_DEVICE -> noDevice(driversWords);
            case STUB_LIBRARY ->
                noDriver(
                        "libcuda.so.1 is the CUDA toolkit's stub, not a driver; take its folder out of LD_LIBRARY_PATH");
            case SYSTEM_NOT_READY ->
                noDriver("the NVIDIA driver is not ready; on machines with NVSwitch, start nvidia-fabricmanager ("
                        + driversWords + ")");
            case DRIVER_MISMATCH ->
                noDriver(
                        "libcuda.so.1 is of another version than the loaded kernel driver; reboot or reinstall the driver ("
                                + driversWords + ")");
            case COMPAT_NOT_SUPPORTED ->
                noDriver(
                        "this GPU cannot use CUDA's compatibility libraries; install a newer driver, or take the compat"
                                + " folder out of LD_LIBRARY_PATH (" + driversWords + ")");
            default -> noDriver("the NVIDIA driver did not start: " + driversWords);
        };
    }

    static CudaException noDevice(String driversWords) {
        return new CudaException(
                CudaException.Reason.NO_GPU,
                "no GPU: the NVIDIA driver is there, but shows this process no device (" + driversWords
                        + "). Compare CUDA_VISIBLE_DEVICES with what nvidia-smi -L lists.");
    }

    private static CudaException noDriver(String sentence) {
        return new CudaException(CudaException.Reason.NO_DRIVER, sentence + ".");
    }
}
