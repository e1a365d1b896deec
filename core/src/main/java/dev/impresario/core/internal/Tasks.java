package dev.impresario.core.internal;

import jakarta.inject.Qualifier;

/** Threads that do tasks. */
@Qualifier
@interface Tasks {}
