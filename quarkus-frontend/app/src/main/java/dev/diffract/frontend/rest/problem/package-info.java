/** What went wrong, as the native interface says it. */
package dev.diffract.frontend.rest.problem;
