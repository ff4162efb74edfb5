package dev.diffract.frontend.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.repository.layout.Manifest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestReflectionTest {

    @Test
    void everyRecordOfAManifestIsDeclared() {
        Set<Class<?>> records = new HashSet<>();
        collect(Manifest.class, records);
        assertThat(ManifestReflection.class
                        .getAnnotation(RegisterForReflection.class)
                        .targets())
                .containsExactlyInAnyOrderElementsOf(records);
    }

    private static void collect(Type type, Set<Class<?>> records) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, records);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord() && records.add(plain)) {
            for (RecordComponent component : plain.getRecordComponents()) {
                collect(component.getGenericType(), records);
            }
        }
    }
}
