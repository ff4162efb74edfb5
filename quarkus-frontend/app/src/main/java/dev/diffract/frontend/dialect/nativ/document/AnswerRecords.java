package dev.diffract.frontend.dialect.nativ.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Completed;
import dev.diffract.frontend.dialect.nativ.view.EventViews.PreviewData;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Progress;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Queued;
import dev.diffract.frontend.dialect.nativ.view.EventViews.Started;
import dev.diffract.frontend.dialect.nativ.view.GenerationView;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.ParametersView;
import dev.diffract.frontend.dialect.nativ.view.GenerationView.TimingsView;
import dev.diffract.frontend.dialect.nativ.view.ImageView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView.DefaultsView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView.ModelView;
import dev.diffract.frontend.dialect.nativ.view.ModelsView.SizesView;
import dev.diffract.frontend.dialect.nativ.view.ModesView.HiresView;
import dev.diffract.frontend.dialect.nativ.view.RestoredView;
import dev.diffract.frontend.dialect.nativ.view.SlicesView;
import dev.diffract.frontend.dialect.nativ.view.SlicesView.SliceView;
import dev.diffract.frontend.dialect.nativ.view.TokensView;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The records that answers are made of, and which of their members always stand there. */
final class AnswerRecords {

    private static final List<Class<? extends Record>> ALL = List.of(
            GenerationView.class,
            ParametersView.class,
            TimingsView.class,
            TokensView.class,
            ImageView.class,
            HiresView.class,
            RestoredView.class,
            ModelsView.class,
            ModelView.class,
            DefaultsView.class,
            SizesView.class,
            SlicesView.class,
            SliceView.class,
            Queued.class,
            Started.class,
            Progress.class,
            PreviewData.class,
            Completed.class,
            Problem.class,
            FieldError.class);

    private AnswerRecords() {}

    static List<Class<? extends Record>> all() {
        return ALL;
    }

    /** What a record is called in the document. */
    static String name(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Schema.class))
                .map(Schema::name)
                .filter(name -> !name.isEmpty())
                .orElse(type.getSimpleName());
    }

    /** Names of the members that are never left out. */
    static List<String> required(Class<?> type) {
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (isUnwrapped(component)) {
                required.addAll(required(component.getType()));
            } else if (!isLeftOut(type, component)) {
                required.add(name(component));
            }
        }
        return required;
    }

    /** Names of the schemas of records whose members stand in others, and which therefore nothing refers to. */
    static List<String> unwrapped() {
        return ALL.stream()
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .filter(AnswerRecords::isUnwrapped)
                .map(component -> name(component.getType()))
                .toList();
    }

    private static boolean isUnwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    private static boolean isLeftOut(Class<?> type, RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include = own == null ? type.getAnnotation(JsonInclude.class) : own;
        if (include == null || component.getType().isPrimitive()) {
            return false;
        }
        return include.value() == JsonInclude.Include.NON_NULL
                || Collection.class.isAssignableFrom(component.getType());
    }

    private static String name(RecordComponent component) {
        return Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElse(component.getName());
    }
}
