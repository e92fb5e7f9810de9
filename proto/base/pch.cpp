// Nothing: this file hosts a precompiled header.
