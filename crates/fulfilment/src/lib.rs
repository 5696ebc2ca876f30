//! Rules of box plans and parcels.
