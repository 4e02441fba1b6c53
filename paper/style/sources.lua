-- Fills ::: {#sources} with a table that says where each number comes from, and links the numbers to its rows.

local context = pandoc.json.decode(io.open("context.json"):read("a"))
local heads = { "Claim", "Number", "Of whom, and how", "Notebook", "Data" }
local widths = { 0.27, 0.14, 0.26, 0.21, 0.12 }

local function cell(text)
  return { pandoc.Plain(text) }
end

local function row(source)
  -- an id may break after its dots and hyphens, where no space is
  local id = pandoc.Span(source.id:gsub("[.-]", "%0\u{200b}"), pandoc.Attr("claim-" .. source.id))
  return { cell(id), cell(source.number), cell(source.how), cell(source.where), cell(source.data) }
end

local function sources(div)
  if div.identifier ~= "sources" then return nil end
  local aligns = { "AlignLeft", "AlignLeft", "AlignLeft", "AlignLeft", "AlignLeft" }
  local listed = pandoc.SimpleTable({}, aligns, widths, pandoc.List(heads):map(cell), pandoc.List(context.sources):map(row))
  div.content = { pandoc.utils.from_simple_table(listed) }
  return div
end

local function linked(document)
  local filled = false
  document = document:walk({ Div = function(div)
    local found = sources(div)
    filled = filled or found ~= nil
    return found
  end })
  if not filled then return document end
  return document:walk({ Span = function(span)
    if span.classes:includes("claim") then span.attributes.source = span.attributes.title:match("^[^;]+") end
    return span
  end })
end

return { { Pandoc = linked } }
