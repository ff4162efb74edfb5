/** The native interface: its resources. */
package dev.diffract.frontend.rest;
