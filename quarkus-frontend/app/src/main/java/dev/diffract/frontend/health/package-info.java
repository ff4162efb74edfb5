/** Whether the service lives, and whether it can draw. */
package dev.diffract.frontend.health;
