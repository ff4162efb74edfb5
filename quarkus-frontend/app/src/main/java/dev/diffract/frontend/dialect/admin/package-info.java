/** What operators ask and order at the management port, below {@code /admin}. */
package dev.diffract.frontend.dialect.admin;
