using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MiniDelivery.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LicenseSequences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "LicenseSequences",
                columns: table => new
                {
                    RestaurantId = table.Column<Guid>(type: "TEXT", nullable: false),
                    InstanceGuid = table.Column<Guid>(type: "TEXT", nullable: false),
                    NextNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Pending_Number = table.Column<long>(type: "INTEGER", nullable: true),
                    Pending_PackageGuid = table.Column<Guid>(type: "TEXT", nullable: true),
                    Pending_Xml = table.Column<string>(type: "TEXT", nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenseSequences", x => x.RestaurantId);
                    table.ForeignKey(
                        name: "FK_LicenseSequences_Restaurants_RestaurantId",
                        column: x => x.RestaurantId,
                        principalTable: "Restaurants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "LicenseSequences");
        }
    }
}
