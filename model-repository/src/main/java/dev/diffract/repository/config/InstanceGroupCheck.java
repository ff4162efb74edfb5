package dev.diffract.repository.config;

import dev.diffract.repository.proto.ModelConfig;
import dev.diffract.repository.proto.ModelInstanceGroup;
import dev.diffract.repository.proto.ModelInstanceGroup.Kind;
import java.util.ArrayList;
import java.util.List;

/** Triton's rules for {@code instance_group}: which devices, and which shape profiles of a TensorRT engine. */
final class InstanceGroupCheck {

    private InstanceGroupCheck() {}

    static List<String> check(ModelConfig config) {
        List<String> findings = new ArrayList<>();
        for (ModelInstanceGroup group : config.getInstanceGroupList()) {
            String where = "instance group " + group.getName() + " of model " + config.getName();
            devices(group, where, findings);
            profiles(config, group, where, findings);
        }
        return findings;
    }

    private static void devices(ModelInstanceGroup group, String where, List<String> findings) {
        if (group.getGpusCount() > 0 && group.getKind() != Kind.KIND_GPU && group.getKind() != Kind.KIND_AUTO) {
            findings.add(where + " has kind " + group.getKind() + " but specifies one or more GPUs");
            return;
        }
        for (int gpu : group.getGpusList()) {
            if (gpu != 0) {
                findings.add(where + " specifies invalid or unsupported gpu id " + gpu
                        + ". A server sees one slice, which is its GPU 0");
            }
        }
    }

    private static void profiles(ModelConfig config, ModelInstanceGroup group, String where, List<String> findings) {
        if (group.getProfileCount() > 0 && !ModelConfigCheck.isTensorRt(config)) {
            findings.add(where + " and platform " + config.getPlatform()
                    + " specifies profile field which is only supported for TensorRT models");
            return;
        }
        for (String profile : group.getProfileList()) {
            if (!profile.matches("\\d{1,9}")) {
                findings.add(where + " and platform " + config.getPlatform() + " specifies invalid profile '" + profile
                        + "'. The field should contain the string representation of a non-negative integer.");
            }
        }
    }
}
