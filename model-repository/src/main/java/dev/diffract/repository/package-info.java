/**
 * What the builder, the servers and the frontend must agree on: tensors on the wire ({@code kserve}), Triton's
 * {@code config.pbtxt} ({@code config}) and the files of a written repository ({@code layout}).
 */
package dev.diffract.repository;
