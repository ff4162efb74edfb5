/** What waits, how the fleet is, and who decides from the two what goes where and when: values, and functions of them. */
package dev.diffract.frontend.core.dispatch.policy;
