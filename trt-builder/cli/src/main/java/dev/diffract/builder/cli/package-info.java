/** The command line: one class per subcommand. The only package that prints. */
package dev.diffract.builder.cli;
