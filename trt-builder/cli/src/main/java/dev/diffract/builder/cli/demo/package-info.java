/** The whole of Diffract on one machine without a GPU: a repository, servers, a frontend, a picture. */
package dev.diffract.builder.cli.demo;
