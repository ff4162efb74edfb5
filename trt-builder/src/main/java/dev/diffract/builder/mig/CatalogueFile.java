package dev.diffract.builder.mig;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/** The catalogue's data file, as it is written. Its own comments say what the keys mean. */
record CatalogueFile(
        @JsonProperty(required = true) Map<String, Geometry> geometries,
        @JsonProperty(required = true) List<Gpu> gpus,
        @JsonProperty(required = true) List<Refusal> refused) {

    record Geometry(
            @JsonProperty(required = true) int axis,
            @JsonProperty(required = true) List<Shape> profiles) {}

    record Shape(
            @JsonProperty(required = true) int id,
            @JsonProperty(required = true) int compute,
            @JsonProperty(required = true) int units,
            @JsonProperty(required = true) int max,
            @JsonProperty(required = true) List<Integer> starts,
            List<Integer> driver,
            List<String> attributes) {}

    record Gpu(
            @JsonProperty(required = true) String name,
            List<String> aliases,
            List<Integer> pci,

            @JsonProperty(value = "compute-capability", required = true)
            String computeCapability,

            @JsonProperty(required = true) int sms,
            @JsonProperty(required = true) int mib,
            String geometry,
            List<Profile> profiles) {}

    record Profile(
            @JsonProperty(required = true) int id,
            @JsonProperty(required = true) String name,
            List<String> also,
            @JsonProperty(required = true) int mib,
            @JsonProperty(required = true) int sms,
            @JsonProperty(required = true) int copy,
            @JsonProperty(required = true) String media,
            List<String> doubtful) {}

    record Refusal(
            @JsonProperty(required = true) List<String> names,
            @JsonProperty(required = true) String reason) {}
}
