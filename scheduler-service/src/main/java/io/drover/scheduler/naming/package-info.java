/**
 * What containers are called and labelled, and which names users may choose (spec: orchestration, 0.4, 2.4). Pure; a bad
 * name is a value with the wire's code, never an exception.
 */
@NullMarked
package io.drover.scheduler.naming;

import org.jspecify.annotations.NullMarked;
