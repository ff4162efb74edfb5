/** Files and directories: whole ones, whole trees, YAML as text, and what an operating system's refusal means in words. */
package dev.diffract.builder.files;
