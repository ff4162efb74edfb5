/** What the builder, the servers and the frontend must agree on, a package for each part of it. */
package dev.diffract.repository;
