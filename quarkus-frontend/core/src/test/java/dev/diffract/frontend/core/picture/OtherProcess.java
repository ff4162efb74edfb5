package dev.diffract.frontend.core.picture;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that has nothing but a file: plans and snapshots of pictures in their written form. It draws every one to its end
 * and writes what came out, by the same order.
 */
final class OtherProcess {

    private static final ModelCatalog CATALOG = () -> List.of(TestModels.judged());

    private OtherProcess() {}

    /**
     * @param files the one to read and the one to write
     */
    public static void main(String[] files) throws IOException {
        try (DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(files[0]))));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(files[1]))))) {
            for (int plans = in.readInt(); plans > 0; plans--) {
                GenerationPlan plan = GenerationPlanCodec.decode(in.readNBytes(in.readInt()), CATALOG);
                for (int snapshots = in.readInt(); snapshots > 0; snapshots--) {
                    PictureSnapshot snapshot = PictureSnapshot.read(in.readNBytes(in.readInt()), plan);
                    byte[] end = new PictureSnapshot(end(snapshot.state()), snapshot.instances()).bytes();
                    out.writeInt(end.length);
                    out.write(end);
                }
            }
        }
    }

    private static PictureState end(PictureState from) {
        PictureState state = from;
        while (state instanceof Pending pending) {
            state = pending.accept(FakeGateway.compute(pending.next()));
        }
        return state;
    }
}
