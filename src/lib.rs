pub mod text;

pub mod locale;

pub mod config;
pub mod diagnostics;
pub mod digest;
pub mod paths;
pub mod yaml;

pub mod markdown;

pub mod content;

pub mod archive;

pub mod plan;

pub mod render;

pub mod build;

pub mod disk;

pub mod cli;

pub mod import;
