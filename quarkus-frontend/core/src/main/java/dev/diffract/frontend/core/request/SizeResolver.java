package dev.diffract.frontend.core.request;

import dev.diffract.frontend.core.model.ModelDefinition;
import dev.diffract.repository.layout.Manifest.Defaults;
import dev.diffract.repository.layout.Manifest.Size;
import dev.diffract.repository.layout.SizeRule;
import org.jspecify.annotations.Nullable;

/** Makes the size to draw of what a request says about it, and of its picture to start from. */
final class SizeResolver {

    private final SizeRule sizes;
    private final Defaults defaults;
    private final Faults faults;

    SizeResolver(ModelDefinition model, Faults faults) {
        this.sizes = model.manifest().pipeline().sizes();
        this.defaults = model.manifest().defaults();
        this.faults = faults;
    }

    /** Of use only if nothing is wrong. */
    Size resolve(OutputRequest said, SourceResolver source) {
        long width = side(Field.WIDTH, source.width(said.width(), sizes), defaults.width());
        long height = side(Field.HEIGHT, source.height(said.height(), sizes), defaults.height());
        Size size = new Size((int) width, (int) height);
        checkPair(size);
        source.checkSize(width, height);
        return size;
    }

    private long side(Field field, @Nullable Long value, long byDefault) {
        if (value == null) {
            return byDefault;
        }
        boolean fits = value <= Integer.MAX_VALUE && value >= 0 && sizes.allows(value.intValue());
        if (!fits) {
            faults.add(field, new Rule.Side(sizes, value));
        }
        return value;
    }

    /** Engines are built for some sizes, not for every width with every height. */
    private void checkPair(Size size) {
        boolean sidesFit = sizes.allows(size.width()) && sizes.allows(size.height());
        if (sidesFit && !sizes.allows(size.width(), size.height())) {
            faults.add(Field.WIDTH, new Rule.Sides(sizes, size));
        }
    }
}
