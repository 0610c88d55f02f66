pub mod text;

pub mod locale;

pub mod digest;
pub mod paths;
pub mod diagnostics;
pub mod yaml;
pub mod config;

pub mod markdown;

pub mod content;

pub mod archive;

pub mod plan;

pub mod render;

pub mod build;

pub mod disk;

pub mod cli;
