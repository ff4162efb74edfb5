/** What the models of a family take and give, role by role: the one place where tensors of the served interface have names and shapes. */
package dev.diffract.repository.pipeline;
