package dev.diffract.frontend.dialect.nativ.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.dialect.nativ.view.SlicesView.SwitchView;
import dev.diffract.frontend.service.SwitchService.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicesViewTest {

    @ParameterizedTest
    @ValueSource(strings = {"rolling", "ending"})
    void everybodyIsToldWhomASwitchWaitsFor(String phase) {
        assertThat(view(phase).waitsFor()).isEqualTo("A sentence.");
    }

    /** It may have a server's words on its files. */
    @Test
    void whatWentWrongIsForOperators() {
        assertThat(view("returning").waitsFor()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"done", "returned"})
    void whatIsOverIsNotShown(String phase) {
        assertThat(view(phase)).isNull();
    }

    private static SwitchView view(String phase) {
        return SlicesView.of(
                        List.of(),
                        Optional.of(new State("demo@1", "demo@2", phase, 1, 2, 2, Optional.of("A sentence."))))
                .change();
    }
}
