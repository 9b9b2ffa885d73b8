/**
 * The wire's resource types of this service: their declarations with the policy table, and a handler for each. The engine
 * has checked policy and input before a handler is called; whatever depends on the single resource is decided here.
 */
@NullMarked
package io.drover.identity.api;

import org.jspecify.annotations.NullMarked;
