/** The native interface's answers, and how the page and OpenAPI describe its body. */
package dev.diffract.frontend.rest.view;
