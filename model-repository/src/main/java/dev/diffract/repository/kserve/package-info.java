/** Tensors and their element types as they travel in the KServe v2 protocol. */
package dev.diffract.repository.kserve;
