/**
 * {@code plan choose}: which profiles a goal needs. What an engine takes is measured where a repository was built, and estimated
 * elsewhere; every figure says which.
 */
package dev.diffract.builder.build.choose;
