/** Models from the repository to serving: versions, states, loading and unloading. */
package dev.diffract.embedded.model;
