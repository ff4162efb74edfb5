/** From a folder of exported components to a published repository. */
package dev.diffract.builder.build.assemble;
