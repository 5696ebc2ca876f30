//! End-to-end suites of the whole product.
