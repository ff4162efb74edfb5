package dev.diffract.builder.build.engine;

import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.MigCatalogue;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.repository.layout.EngineTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A repository's engines against the GPU, the driver and the TensorRT of this machine. */
public final class InstalledCheck {

    private final DeviceProbe probe;
    private final Supplier<String> tensorRt;

    /**
     * @param tensorRt gives the version of the TensorRT on this machine, or throws a {@link TensorRtException}
     */
    public InstalledCheck(DeviceProbe probe, Supplier<String> tensorRt) {
        this.probe = probe;
        this.tensorRt = tensorRt;
    }

    /**
     * @param findings why this machine cannot serve the engines, a sentence each
     * @param unchecked what could not be compared, and why, a sentence each
     */
    public record Report(List<String> findings, List<String> unchecked) {
        public Report {
            findings = List.copyOf(findings);
            unchecked = List.copyOf(unchecked);
        }
    }

    public Report check(EngineTarget target) {
        List<String> findings = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        try {
            device(target, probe.look(), findings);
        } catch (NoDeviceException e) {
            unchecked.add("not checked: whether this machine's GPU, profile and driver are those of the engines ("
                    + target.gpu() + ", " + target.profile()
                    + target.driver().map(driver -> ", driver " + driver).orElse("") + "), because there is "
                    + e.getMessage());
        }
        try {
            String version = tensorRt.get();
            if (!version.equals(target.tensorrt())) {
                findings.add("the engines were built by TensorRT " + target.tensorrt() + ", here is " + version
                        + ": no other version can load them");
            }
        } catch (TensorRtException e) {
            unchecked.add("not checked: whether TensorRT is " + target.tensorrt() + ", because it was not found here");
        }
        return new Report(findings, unchecked);
    }

    private static void device(EngineTarget target, VisibleDevice device, List<String> findings) {
        Optional<GpuModel> gpu = MigCatalogue.shipped().find(target.gpu());
        Optional<MigProfile> profile = gpu.flatMap(known -> known.profileOrWhole(target.profile()));
        if (profile.isEmpty()) {
            findings.add("the engines are for " + target.profile() + " of " + target.gpu()
                    + ", which the catalogue does not have");
            return;
        }
        DeviceCheck.objection(new Slice(gpu.get(), profile.get()), device, MigCatalogue.shipped())
                .ifPresent(findings::add);
        if (device.multiprocessors() != target.multiprocessors()) {
            findings.add("the engines were built on " + target.multiprocessors()
                    + " multiprocessors, the visible device has " + device.multiprocessors());
        }
        boolean otherDriver = device.driver().isPresent()
                && target.driver().isPresent()
                && !device.driver().equals(target.driver());
        if (otherDriver || !device.cuda().equals(target.cuda())) {
            findings.add("the engines were built with driver " + target.driver().orElse("of unknown version")
                    + " and CUDA "
                    + target.cuda() + ", here are " + device.driver().orElse("an unknown one") + " and " + device.cuda()
                    + ": build again, which keeps what has not changed");
        }
    }
}
