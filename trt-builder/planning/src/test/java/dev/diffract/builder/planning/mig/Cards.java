package dev.diffract.builder.planning.mig;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Cards and wishes by short names: {@code 3g}, {@code 1g+me}, {@code 1G} for the one-slice profile of double memory, {@code 2g@4}. */
final class Cards {

    static final GpuModel A100 = card("A100-40GB");

    private Cards() {}

    static GpuModel card(String name) {
        return MigCatalogue.shipped().find(name).orElseThrow();
    }

    static List<MigProfile> profiles(GpuModel gpu, String names) {
        return Arrays.stream(names.split(" ")).map(name -> profile(gpu, name)).toList();
    }

    static List<Wish> wishes(GpuModel gpu, String request) {
        return Arrays.stream(request.split(" "))
                .map(word -> {
                    String[] parts = word.split("@");
                    MigProfile profile = profile(gpu, parts[0]);
                    OptionalInt start =
                            parts.length == 1 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts[1]));
                    return new Wish(profile, start);
                })
                .toList();
    }

    static MigProfile profile(GpuModel gpu, String name) {
        if (name.equals("1G")) {
            return gpu.profile(15).orElseThrow();
        }
        String slices = name.substring(0, 2);
        String suffix = name.substring(2);
        return gpu.profiles().stream()
                .filter(profile -> profile.id() != 15
                        && profile.name().startsWith(slices)
                        && profile.name().replaceFirst("^[^+-]*", "").equals(suffix))
                .findFirst()
                .orElseThrow();
    }
}
