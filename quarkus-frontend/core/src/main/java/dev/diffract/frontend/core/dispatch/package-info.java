/** Which call goes to which instance and when, and what happens when it fails there. */
package dev.diffract.frontend.core.dispatch;
