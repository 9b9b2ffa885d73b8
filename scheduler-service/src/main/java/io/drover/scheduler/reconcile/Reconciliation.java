package io.drover.scheduler.reconcile;

/** One decision about one service: what to do, and what to tell. */
public record Reconciliation(Plan plan, ServiceStatus status) {}
