package dev.diffract.builder.deploy;

import java.util.List;

/** One form in which a plan is put into operation. */
@FunctionalInterface
interface Renderer {

    /**
     * The files of this form; their paths are no other form's.
     *
     * @throws dev.diffract.builder.planning.PlanningException if this form cannot say what the plan says
     */
    List<RenderedFile> render(Deployment deployment);
}
